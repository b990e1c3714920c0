/** The topics as JSON, compressed and in base64; the build makes it of the pages in `docs/reference`. */
declare module "pipewright:topics" {
  export const packed: string
}
