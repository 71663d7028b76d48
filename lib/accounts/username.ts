/** What a user name may look like, once normalised; each written as it is said to whoever chose it. */
const FORM = /^[\p{L}\p{N}](?:[\p{L}\p{N}._-]{0,62}[\p{L}\p{N}])?$/u;

/** The form in which user names are kept and compared: wide letters, case and spaces around make no difference. */
export function normaliseUsername(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

/** Whether a normalised name can be a user name: 2 to 64 letters, digits, and `.`, `_`, `-` between them. */
export function isUsername(name: string): boolean {
  return name.length >= 2 && FORM.test(name);
}

/**
 * The name in the form of an address, by which better-auth finds the user whom an identity provider names. Nothing is
 * ever sent there: `.invalid` is reserved for addresses that do not exist.
 */
export function addressOf(username: string): string {
  return `${username}@users.invalid`;
}
