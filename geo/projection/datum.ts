/** Longitude and latitude in degrees. */
type LonLat = readonly [lon: number, lat: number];

/** Krasovsky 1940: the ellipsoid on which the GCJ-02 offset is defined. */
const SEMI_MAJOR_METRES = 6_378_245;
const ECCENTRICITY_SQUARED = 0.006693421622965943;
const BD09_ANGLE = (Math.PI * 3000) / 180;
const INVERSE_TOLERANCE_DEGREES = 1e-10;
const INVERSE_STEPS = 20;

/**
 * WGS 84 (or CGCS2000, equal within a metre) to GCJ-02, the shifted datum of Chinese web maps.
 *
 * @returns degrees; the point itself outside the box in which the shift is applied.
 * @see the published reverse-engineered series, as in https://en.wikipedia.org/wiki/Restrictions_on_geographic_data_in_China
 */
export function gcj02FromWgs84([lon, lat]: LonLat): LonLat {
  if (!isShifted(lon, lat)) return [lon, lat];
  const [dLon, dLat] = gcj02Offset(lon, lat);
  return [lon + dLon, lat + dLat];
}

/**
 * GCJ-02 to WGS 84, by fixed-point iteration of the forward shift: exact to 1e-10 degrees (0.01 mm).
 *
 * @returns degrees; the point itself outside the box in which the shift is applied.
 */
export function wgs84FromGcj02(shifted: LonLat): LonLat {
  return inverse(gcj02FromWgs84, shifted);
}

/**
 * GCJ-02 to BD-09, the second shift that Baidu Maps adds.
 *
 * @returns degrees.
 */
export function bd09FromGcj02([lon, lat]: LonLat): LonLat {
  const radius = Math.hypot(lon, lat) + 0.00002 * Math.sin(lat * BD09_ANGLE);
  const angle = Math.atan2(lat, lon) + 0.000003 * Math.cos(lon * BD09_ANGLE);
  return [radius * Math.cos(angle) + 0.0065, radius * Math.sin(angle) + 0.006];
}

/**
 * BD-09 to GCJ-02, by fixed-point iteration: exact to 1e-10 degrees, where the closed form in use is not.
 *
 * @returns degrees.
 */
export function gcj02FromBd09(shifted: LonLat): LonLat {
  return inverse(bd09FromGcj02, shifted);
}

/**
 * BD-09 to WGS 84.
 *
 * @returns degrees.
 */
export function wgs84FromBd09(shifted: LonLat): LonLat {
  return wgs84FromGcj02(gcj02FromBd09(shifted));
}

/** Both shifts change by less than one part in a hundred over their own length, so this contracts fast. */
function inverse(forward: (point: LonLat) => LonLat, [lon, lat]: LonLat): LonLat {
  let guess: LonLat = [lon, lat];
  for (let step = 0; step < INVERSE_STEPS; step++) {
    const [forwardLon, forwardLat] = forward(guess);
    const [errorLon, errorLat] = [lon - forwardLon, lat - forwardLat];
    guess = [guess[0] + errorLon, guess[1] + errorLat];
    if (Math.max(Math.abs(errorLon), Math.abs(errorLat)) < INVERSE_TOLERANCE_DEGREES) break;
  }
  return guess;
}

function isShifted(lon: number, lat: number): boolean {
  return lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;
}

function gcj02Offset(lon: number, lat: number): LonLat {
  const [x, y] = [lon - 105, lat - 35];
  const common = 20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI);
  const root = Math.sqrt(Math.abs(x));
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * root +
    (2 / 3) * (common + waves(y, 160, 320));
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * root +
    (2 / 3) * (common + waves(x, 150, 300, 12, 30));

  const radians = (lat * Math.PI) / 180;
  const curve = 1 - ECCENTRICITY_SQUARED * Math.sin(radians) ** 2;
  const meridianMetres = (SEMI_MAJOR_METRES * (1 - ECCENTRICITY_SQUARED)) / curve ** 1.5;
  const parallelMetres = (SEMI_MAJOR_METRES / Math.sqrt(curve)) * Math.cos(radians);
  return [(east * 180) / (parallelMetres * Math.PI), (north * 180) / (meridianMetres * Math.PI)];
}

/** The longer waves of the series along one axis. */
function waves(
  at: number,
  middle: number,
  long: number,
  middleDivisor = 12,
  longDivisor = 30,
): number {
  const base = 20 * Math.sin(at * Math.PI) + 40 * Math.sin((at / 3) * Math.PI);
  return (
    base +
    middle * Math.sin((at / middleDivisor) * Math.PI) +
    long * Math.sin((at / longDivisor) * Math.PI)
  );
}
