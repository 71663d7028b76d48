import type { Locale } from './locale';

/** The texts of one locale; loaded on demand so that a page carries one language only. */
export async function messagesOf(locale: Locale) {
  const loaded = await (locale === 'en'
    ? import('./messages/en.json')
    : import('./messages/zh-CN.json'));
  return loaded.default;
}

export type Messages = Awaited<ReturnType<typeof messagesOf>>;
