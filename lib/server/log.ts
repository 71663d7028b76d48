import 'server-only';
import {
  type DestinationStream,
  type LevelWithSilent,
  type Logger,
  pino,
  stdTimeFunctions,
} from 'pino';
import { env } from './env';
import { errorFacts } from './error-facts';

/** On globalThis: instrumentation and routes are bundled apart, and write one log. */
const holder = globalThis as typeof globalThis & { zhantuLog?: Logger };

/** The server's log: one JSON document a line, on standard output. Never names, cookies, addresses or queries. */
export function log(): Logger {
  holder.zhantuLog ??= createLog(env().ZHANTU_LOG);
  return holder.zhantuLog;
}

/** @param destination standard output where it is not given. */
export function createLog(level: LevelWithSilent, destination?: DestinationStream): Logger {
  const options = {
    level,
    // Process and host are told by whatever collects the lines.
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: errorFacts },
  };
  return destination ? pino(options, destination) : pino(options);
}
