/** How a connection is encrypted. */
import * as Field from "@pipewright/core/Field"

/** Certificates of one's own authority. */
export const caCertificate = (whose: string, edit: Field.Edit = "live"): Field.Field =>
  Field.string({
    doc: `The certificate of the authority that vouches for ${whose}, as PEM. Needed where it is not a public one.`,
    edit,
    pattern: { source: "^\\s*-----BEGIN CERTIFICATE-----", claim: "a certificate in PEM form" },
  })

/** For a connection to the server of a database. */
export const database: Field.Fields = {
  tlsHost: Field.string({
    doc: "The name that the server's certificate has to bear, where it is not the one that the pipe connects to.",
    edit: "live",
    example: "db.example.com",
  }),
  caCertificate: caCertificate("the server"),
  disableTls: Field.boolean({
    doc: "Whether the connection goes without encryption. Anyone on the way can then read it.",
    edit: "live",
    default: false,
  }),
  skipCertVerification: Field.boolean({
    doc: "Whether any certificate of the server is taken. The pipe then cannot tell the server from an impostor.",
    edit: "live",
    default: false,
  }),
}

export const names: ReadonlyArray<string> = Object.keys(database)
