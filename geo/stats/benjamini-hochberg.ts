/**
 * q-values: the share of false finds that is to be expected if this and every smaller p are called significant.
 *
 * @param p n chances, 0 to 1.
 * @returns n q-values in the order of `p`: q of the r-th smallest is the least p·n/rank at rank r or beyond, at most 1.
 * @see Benjamini & Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x
 */
export function benjaminiHochberg(p: Float64Array): Float64Array<ArrayBuffer> {
  const n = p.length;
  const order = Uint32Array.from({ length: n }, (_, index) => index);
  order.sort((a, b) => p[a]! - p[b]!);
  const q = new Float64Array(n);
  let least = 1;
  for (let rank = n; rank >= 1; rank--) {
    const index = order[rank - 1]!;
    least = Math.min(least, (p[index]! * n) / rank);
    q[index] = least;
  }
  return q;
}
