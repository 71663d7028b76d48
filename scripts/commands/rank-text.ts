/** A q as it is read: small ones are not told apart. */
export function qText(q: number | null): string {
  if (q === null) return '–';
  return q < 0.001 ? '<0.001' : q.toFixed(3);
}
