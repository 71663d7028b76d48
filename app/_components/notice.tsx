import type { ReactNode } from 'react';
import styles from './notice.module.css';

type Props = { readonly title: string; readonly text: string; readonly children: ReactNode };

/** A whole page that says one thing and offers one way on. */
export function Notice({ title, text, children }: Props) {
  return (
    <main className={styles.notice}>
      <span className={styles.seal} aria-hidden="true" lang="zh">
        战
      </span>
      <h1>{title}</h1>
      <p>{text}</p>
      {children}
    </main>
  );
}
