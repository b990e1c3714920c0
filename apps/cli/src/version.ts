declare const PIPEWRIGHT_VERSION: string

/** The version of the package, put in when it is bundled. */
export const version: string = typeof PIPEWRIGHT_VERSION === "string" ? PIPEWRIGHT_VERSION : "0.0.0-source"

declare const PIPEWRIGHT_BUILD: string

/** Another one for each bundle, put in when it is made; without a bundle there is none. */
export const build: string | undefined = typeof PIPEWRIGHT_BUILD === "string" ? PIPEWRIGHT_BUILD : undefined
