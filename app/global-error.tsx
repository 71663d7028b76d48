'use client';

import './_components/tokens.css';
import { Notice } from './_components/notice';

/** The layout itself failed, and with it the messages: so both languages stand here. */
export default function GlobalError({ reset }: { readonly reset: () => void }) {
  return (
    <html lang="zh-CN" data-mantine-color-scheme="dark">
      <body>
        <Notice title="页面出错了 · Something broke" text="请重试。Try again.">
          <button type="button" onClick={reset}>
            重试 · Try again
          </button>
        </Notice>
      </body>
    </html>
  );
}
