import styles from './account-page.module.css';

/** What went wrong and what to do; read out as soon as it is there. */
export function Fault({ text }: { readonly text: string | undefined }) {
  return (
    <p className={styles.fault} role="alert" hidden={text === undefined}>
      {text}
    </p>
  );
}
