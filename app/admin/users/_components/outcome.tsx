'use client';

import { useTranslations } from 'next-intl';
import type { Answer } from '@/app/_components/send';
import { refusalOf } from '@/lib/accounts/refusals';
import styles from '../../_components/admin-table.module.css';

type Told = { readonly password?: string } | undefined;
type Refused = Extract<Answer<Told>, { ok: false }>;

type Props = {
  readonly answer: Answer<Told> | undefined;
  /** Shows what the server has now; what was typed stays. */
  readonly onLoad: () => void;
};

/** What came of a change: a password that is shown this once, or why not. */
export function Outcome({ answer, onLoad }: Props) {
  const t = useTranslations('adminUsers');
  if (!answer) return null;
  if (!answer.ok) return <Refusal refused={answer} onLoad={onLoad} />;
  const password = answer.value?.password;
  if (!password)
    return (
      <p className={styles.done} role="status">
        {t('done')}
      </p>
    );
  return (
    <div className={styles.done} role="status">
      <p>{t('passwordOnce')}</p>
      <code data-testid="password">{password}</code>
      {/* Without https a browser gives pages no clipboard. */}
      {window.isSecureContext ? (
        <button type="button" onClick={() => void navigator.clipboard.writeText(password)}>
          {t('copy')}
        </button>
      ) : null}
    </div>
  );
}

/** What others changed meanwhile: what the page shows is no longer so. */
const OUTDATED = ['MEMBER_CHANGED', 'MEMBER_UNKNOWN', 'MEMBER_IS_HERE'];

function Refusal({ refused, onLoad }: { refused: Refused; onLoad: () => void }) {
  const t = useTranslations('adminUsers');
  const { code, paths, reason, requestId } = refused;
  const refusal = refusalOf(paths.includes('username') ? 'USERNAME_INVALID' : code);
  const why = refusal ? t(`refusal.${refusal}`) : t('refusal.other', { id: requestId ?? '—' });
  return (
    <div className={styles.warning} role="alert">
      <p>{reason === null ? t('unreachable') : why}</p>
      {refusal && OUTDATED.includes(refusal) ? (
        <button type="button" onClick={onLoad}>
          {t('load')}
        </button>
      ) : null}
    </div>
  );
}
