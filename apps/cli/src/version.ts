declare const PIPEWRIGHT_VERSION: string

/** The version of the package, put in when it is bundled. */
export const version: string = typeof PIPEWRIGHT_VERSION === "string" ? PIPEWRIGHT_VERSION : "0.0.0-source"
