import type { RejectReason } from './types';

/** Why a coordinate's text gives no number. */
export type CoordinateProblem = { reason: RejectReason; detail: string };
export type CoordinateAxis = 'lon' | 'lat' | 'x' | 'y';

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const NOTHING = /^(?:|null|none|n\/?a|#n\/a|nil|undefined|unknown|\\n|-+|无|空|未知)$/i;
const NOT_FINITE = /^[+-]?(?:nan|inf(?:inity)?)$/i;

/**
 * Reads one coordinate: decimal, or degrees, minutes and seconds.
 *
 * @returns degrees, or the CRS's unit for x and y; or why not.
 */
export function readCoordinate(text: string, axis: CoordinateAxis): number | CoordinateProblem {
  if (DECIMAL.test(text)) return finite(Number(text), text, axis);
  return readUncommon(plainText(text), text, axis);
}

/** Full-width digits, a typographic minus, and the wrappings by which spreadsheets keep a number as text. */
function plainText(text: string): string {
  const plain = text.normalize('NFKC').trim().replace(/^[−–]/, '-');
  return /^="([^"]*)"$/.exec(plain)?.[1]?.trim() ?? plain.replace(/^'/, '').trim();
}

function readUncommon(
  plain: string,
  text: string,
  axis: CoordinateAxis,
): number | CoordinateProblem {
  if (DECIMAL.test(plain)) return finite(Number(plain), text, axis);
  if (NOTHING.test(plain)) return { reason: 'no_coordinates', detail: `${axis} is empty` };
  if (NOT_FINITE.test(plain)) return impossible(`${axis} is ${text}`);
  const degrees = axis === 'lon' || axis === 'lat' ? readDegrees(plain, axis) : undefined;
  return degrees ?? { reason: 'unreadable_number', detail: hint(plain, text, axis) };
}

function finite(value: number, text: string, axis: CoordinateAxis): number | CoordinateProblem {
  return Number.isFinite(value) ? value : impossible(`${axis} is ${text}, too large for a number`);
}

function impossible(detail: string): CoordinateProblem {
  return { reason: 'impossible_coordinates', detail };
}

function hint(plain: string, text: string, axis: CoordinateAxis): string {
  if (plain.startsWith('=')) return `${axis} is a formula: ${text}`;
  if (/^[+-]?\d+,\d+$/.test(plain)) {
    return `${axis} has a decimal comma: ${text}; write it with a point`;
  }
  return `${axis} is not a number: ${text}`;
}

// NFKC has made an o of º.
const DEGREES =
  /^([NSEW]|[东西]经|[南北]纬)?\s*([+-]?\d{1,3}(?:\.\d+)?)\s*[°o度d]?\s*(?:(\d{1,2}(?:\.\d+)?)\s*['′’分m]?\s*)?(?:(\d{1,2}(?:\.\d+)?)\s*(?:"|″|”|''|′′|秒|s)?\s*)?([NSEW])?$/i;

/** `28°53'16"N`, `N28 53 16`, `东经120度2分49秒`, `120.047°E`. */
function readDegrees(plain: string, axis: 'lon' | 'lat'): number | CoordinateProblem | undefined {
  const match = DEGREES.exec(plain);
  if (!match || !/[^\d.+-]/.test(plain)) return undefined;
  const [, front, degrees = '', minutes = '0', seconds = '0', back] = match;
  const side = hemisphere(front ?? back);
  if (side && side.axis !== axis) return impossible(`${axis} says it is a ${side.axis}: ${plain}`);
  if (Number(minutes) >= 60 || Number(seconds) >= 60) {
    return impossible(`${axis} has 60 or more minutes or seconds: ${plain}`);
  }
  const size = Math.abs(Number(degrees)) + Number(minutes) / 60 + Number(seconds) / 3600;
  return degrees.startsWith('-') || side?.isNegative ? -size : size;
}

function hemisphere(
  letter: string | undefined,
): { axis: 'lon' | 'lat'; isNegative: boolean } | undefined {
  const first = letter?.[0]?.toUpperCase();
  if (first === undefined) return undefined;
  return { axis: 'NS北南'.includes(first) ? 'lat' : 'lon', isNegative: 'SW南西'.includes(first) };
}
