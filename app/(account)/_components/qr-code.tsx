import { encode } from 'uqr';

type Props = { readonly text: string; readonly label: string; readonly className: string };

/** A text as a QR code: dark squares on whatever is behind them. */
export function QrCode({ text, label, className }: Props) {
  const { data, size } = encode(text, { border: 0 });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return (
    <svg viewBox={`0 0 ${size} ${size}`} className={className} role="img" aria-label={label}>
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
