'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { AUDIT_ACTIONS, AUDIT_OUTCOMES } from '@/lib/audit/actions';
import { addressOf } from '@/lib/audit/address';
import type { AuditQuery } from '@/lib/validation/audit';
import styles from './audit-page.module.css';

type Props = { readonly query: AuditQuery };

/** A form of the page's own address: what is found can be sent on as a link. */
export function AuditFilter({ query }: Props) {
  const t = useTranslations('audit');
  const { jurisdiction, from, to, who, text, action, outcome } = query;
  const address = addressOf('/admin/audit', query);
  return (
    // Another address, another form: its fields begin with what the link says.
    <search key={address} aria-label={t('filter')}>
      <form className={styles.filter} action="/admin/audit">
        <input type="hidden" name="jurisdiction" value={jurisdiction} />
        <label>
          <span>{t('from')}</span>
          <input type="date" name="from" defaultValue={from} />
        </label>
        <label>
          <span>{t('to')}</span>
          <input type="date" name="to" defaultValue={to} />
        </label>
        <label>
          <span>{t('who')}</span>
          <input type="search" name="who" maxLength={100} defaultValue={who} />
        </label>
        <label>
          <span>{t('column.action')}</span>
          <select name="action" defaultValue={action ?? ''}>
            <option value="">{t('any')}</option>
            {AUDIT_ACTIONS.map((each) => (
              <option key={each} value={each}>
                {t(`action.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t('column.outcome')}</span>
          <select name="outcome" defaultValue={outcome ?? ''}>
            <option value="">{t('any')}</option>
            {AUDIT_OUTCOMES.map((each) => (
              <option key={each} value={each}>
                {t(`outcome.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t('text')}</span>
          <input type="search" name="text" maxLength={100} defaultValue={text} />
        </label>
        <div className={styles.buttons}>
          <button type="submit">{t('search')}</button>
          <Link href={addressOf('/admin/audit', { jurisdiction })}>{t('reset')}</Link>
        </div>
      </form>
    </search>
  );
}
