/** Texts with secrets that open nothing. */

// Put together here, so that no text of the repository has the form of a secret.
const many = (character: string, count: number): string => character.repeat(count)
const pem = (kind: string): string =>
  `-----BEGIN ${kind}PRIVATE KEY-----\\nMIIEvQIBADANBg\\n-----END ${kind}PRIVATE KEY-----`
const account = JSON.stringify({
  type: "service_account",
  project_id: "shop",
  note: many("of the shop ", 12),
  private_key: "-----BEGIN ",
})

/** A secret with the checksum that Confluent gives it, made for these tests. */
export const confluent = ["cflt", "ThisIsMadeUpForTestsAndOpensNothingAtAll0123456789abcd", "95iLhQ"].join("")

/** By what it is, a text and the secret in it. */
export const secrets: Readonly<Record<string, readonly [text: string, secret: string]>> = {
  "a private key": [`key = "${pem("")}"`, pem("")],
  "a private key of RSA": [`// ${pem("RSA ")}`, pem("RSA ")],
  "a private key that was locked": [pem("ENCRYPTED "), pem("ENCRYPTED ")],
  "a private key without an end": ['"-----BEGIN PRIVATE KEY-----\\nMIIEv" }', "MIIEv"],
  "the key of a service account": [`"""${account}"""`, account],
  "the key of a service account in base64": [`"${btoa(account)}"`, btoa(account)],
  "an access key of AWS": ["// was AKIAQ3EGRUVZ" + "KPLMN2X7.", "AKIAQ3EGRUVZ" + "KPLMN2X7"],
  "an access key of AWS for a while": ['"ASIAQ3EGRUVZ' + 'KPLMN2X7"', "ASIAQ3EGRUVZ" + "KPLMN2X7"],
  "the secret of an access key of AWS": [
    `// aws_secret_access_key = ${"hQ8vK2mZp4Rw7TyX1cBn" + "5sLd9fGj3aEu6iOo0PqW"}`,
    "hQ8vK2mZp4Rw7TyX1cBn" + "5sLd9fGj3aEu6iOo0PqW",
  ],
  "an HMAC key": ["GOOG1EABCDEFGHIJ" + "KLMNOPQRSTUVWXYZ", "GOOG1EABCDEFGHIJ" + "KLMNOPQRSTUVWXYZ"],
  "the key of an Azure account": [`"AccountName=a;AccountKey=${many("aB3", 28)}aB=="`, many("aB3", 28)],
  "a signature of Azure": [`"SharedAccessSignature=sv=2024&sig=${many("aB3%2F", 6)}"`, many("aB3%2F", 6)],
  "a signature in an address": [`https://a.example.com/b?se=1&sig=${many("aB3%2F", 6)}`, many("aB3%2F", 6)],
  "the key of an event hub": [
    `Endpoint=sb://a.example.com/;SharedAccessKeyName=read;SharedAccessKey=${many("k", 43)}=`,
    many("k", 43),
  ],
  "a secret of Confluent Cloud": [`password = "${confluent}"`, confluent],
  "a signed address of AWS": [`?X-Amz-Signature=${many("0a", 32)}`, many("0a", 32)],
  "a signed address of Google": [`&X-Goog-Signature=${many("0a", 128)}`, many("0a", 128)],
  "a password in an address": ["// see amqp://reader:hunter2@queue.example.com/", "hunter2"],
}
