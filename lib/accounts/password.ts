export const MINIMUM_PASSWORD_LENGTH = 10;
export const MAXIMUM_PASSWORD_LENGTH = 128;

/** Why a password is refused; each is a key of the messages. */
export type PasswordFault = 'tooShort' | 'tooLong' | 'likeName' | 'common';

/**
 * The long ones among the passwords that are tried first everywhere, and what people here would make of the product's
 * name. Compared without case, and without the digits and signs that people put behind.
 */
const WORST = new Set(
  [
    '0123456789 1234567890 12345678910 123456789a 123456789q 1234567891 123123123123 1111111111 0000000000 1010101010',
    '1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc qwertyuiop qwerty123456 asdfghjkl qazwsxedc zxcvbnm123 abcdefghij abc123456789',
    'password passw0rd p@ssword p@ssw0rd password1234 administrator admin admin12345 letmein welcome changeme iloveyou',
    'woaini woaini1314 woaini520 5201314 5201314520 woaini1314520 aini1314 qq123456789 a123456789 aa123456789',
    'zhantu zhantu123456 yongkang pingan pinganyongkang gongan jingcha wangge',
  ].flatMap((line) => line.split(' ')),
);

/** What is wrong with a password for somebody of this name; undefined where nothing is. */
export function faultOfPassword(password: string, username: string): PasswordFault | undefined {
  if ([...password].length < MINIMUM_PASSWORD_LENGTH) return 'tooShort';
  if (password.length > MAXIMUM_PASSWORD_LENGTH) return 'tooLong';
  const plain = password.normalize('NFKC').toLowerCase();
  const bare = plain.replace(/[\d\W_]+$/u, '');
  if (plain === username || bare === username || isRepeated(plain, username)) return 'likeName';
  if (WORST.has(plain) || WORST.has(bare) || /^(.{1,3})\1+.{0,2}$/u.test(plain)) return 'common';
  return undefined;
}

function isRepeated(text: string, part: string): boolean {
  return part.length > 0 && text.length % part.length === 0 && text.replaceAll(part, '') === '';
}
