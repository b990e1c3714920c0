/** An address with a password in it, which may itself hold an `@`, so the last one before the path counts. */
const withPassword = /^[a-z+]+:\/\/[^/?#]*:[^/?#]*@/i

export const holdsPassword = (address: string): boolean => withPassword.test(address)
