import { type InputHTMLAttributes, useId } from 'react';
import styles from './account-page.module.css';

type Props = InputHTMLAttributes<HTMLInputElement> & {
  readonly label: string;
  readonly name: string;
  readonly hint?: string;
};

/** One labelled input. */
export function Field({ label, hint, ...input }: Props) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input id={id} {...input} {...(hint && { 'aria-describedby': `${id}-hint` })} />
      {hint ? <small id={`${id}-hint`}>{hint}</small> : null}
    </div>
  );
}
