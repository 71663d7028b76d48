/** For each of `count` things, all of them by their distance from it, itself first; ties by number. */
export function nearestFirst(
  count: number,
  distance: (a: number, b: number) => number,
): Int32Array[] {
  return Array.from({ length: count }, (_, from) => {
    const distances = Float64Array.from({ length: count }, (_, to) =>
      to === from ? -1 : distance(from, to),
    );
    return Int32Array.from({ length: count }, (_, to) => to).sort(
      (a, b) => distances[a]! - distances[b]! || a - b,
    );
  });
}
