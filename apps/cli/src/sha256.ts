/**
 * SHA-256, for those who start fast: to load Node's own takes as long as a whole answer from the cache may take. So the
 * first few thousand bytes are summed up here, and what is more by Node.
 */

/** From so many bytes on Node's own is faster, loading included. */
const few = 16 * 1024

let summed = 0

/** In base64, without what would mean something in the name of a file. */
export const sha256 = (text: string | Uint8Array): string => {
  const bytes = typeof text === "string" ? Buffer.from(text) : text
  summed += bytes.length
  if (summed <= few) return digest(bytes).toString("base64url")
  return process.getBuiltinModule("node:crypto").createHash("sha256").update(bytes).digest("base64url")
}

/** The first 32 bits of what is behind the point of a root. */
const fraction = (root: number): number => Math.floor((root - Math.floor(root)) * 2 ** 32)

const isPrime = (it: number): boolean => {
  for (let factor = 2; factor * factor <= it; factor++) if (it % factor === 0) return false
  return true
}

const primes: ReadonlyArray<number> = Array.from({ length: 310 }, (_, index) => index + 2).filter(isPrime)

const initial = Int32Array.from(primes.slice(0, 8), (it) => fraction(Math.sqrt(it)))
const constants = Int32Array.from(primes.slice(0, 64), (it) => fraction(Math.cbrt(it)))
const schedule = new Int32Array(64)

/** The message with a one behind it, zeros, and its length in bits, in whole blocks of 64 bytes. */
const padded = (bytes: Uint8Array): Buffer => {
  const all = Buffer.alloc(Math.ceil((bytes.length + 9) / 64) * 64)
  all.set(bytes)
  all[bytes.length] = 0x80
  all.writeUInt32BE(bytes.length * 8, all.length - 4)
  return all
}

const digest = (bytes: Uint8Array): Buffer => {
  const message = padded(bytes)
  const sums = initial.slice()
  for (let at = 0; at < message.length; at += 64) add(sums, message, at)
  const result = Buffer.alloc(32)
  sums.forEach((it, index) => {
    result.writeInt32BE(it, index * 4)
  })
  return result
}

/** Takes one block into the sums. The rotations are written out, since a call for each would cost more than they do. */
const add = (sums: Int32Array, message: Buffer, at: number): void => {
  const w = schedule
  for (let i = 0; i < 16; i++) w[i] = message.readInt32BE(at + i * 4)
  for (let i = 16; i < 64; i++) {
    const [x, y] = [w[i - 15]!, w[i - 2]!]
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
    w[i] = w[i - 16]! + s0 + w[i - 7]! + s1
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = sums
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const t = (h + s1 + ((e & f) ^ (~e & g)) + constants[i]! + w[i]!) | 0
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const u = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t) | 0
    d = c
    c = b
    b = a
    a = (t + u) | 0
  }
  ;[a, b, c, d, e, f, g, h].forEach((it, index) => {
    sums[index] = sums[index]! + it
  })
}
