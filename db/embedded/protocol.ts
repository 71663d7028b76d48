/** What the embedded database's thread is started with. */
export type WorkerSettings = {
  /** Folder of the database; absent: in memory. */
  directory?: string;
  /** A dumped data directory (tar) to start from; only for a folder that does not exist yet. */
  snapshot?: Uint8Array;
};

export type WorkerCall =
  | { type: 'query'; sql: string; parameters: readonly (string | null)[] }
  | { type: 'copy'; sql: string; data: string | Uint8Array<ArrayBuffer> }
  | { type: 'dump' }
  | { type: 'close' };

export type WorkerRequest = WorkerCall & { id: number };

export type WorkerReply =
  | { id: number; ok: true; value: unknown }
  | { id: number; ok: false; error: { message: string } & Record<string, unknown> };
