import { join } from 'node:path';
import type { Worker as NodeWorker } from 'node:worker_threads';
import { databaseFolder } from '../folder';
import type { WorkerCall, WorkerReply, WorkerSettings } from './protocol';

// An import of Worker is followed by bundlers, which then look for the file among their own.
const { Worker } = process.getBuiltinModule('node:worker_threads');

type Waiting = { resolve: (value: unknown) => void; reject: (error: Error) => void };

/** The main thread's end of embedded/worker.ts: calls go out in order, each with its reply. */
export class WorkerThread {
  readonly #worker: NodeWorker;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #failure: Error | undefined;

  constructor(settings: WorkerSettings) {
    this.#worker = new Worker(join(databaseFolder(), 'embedded', 'worker.ts'), {
      workerData: settings,
      // Loaders of the parent (tsx, vitest) are of no use to a file that Node reads as it is.
      execArgv: [],
    });
    this.#worker.on('message', (reply: WorkerReply) => this.#settle(reply));
    this.#worker.on('error', (error: Error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('the embedded database has been closed')));
  }

  call(call: WorkerCall): Promise<unknown> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      this.#waiting.set(id, { resolve, reject });
      // The process stays up while an answer is due, and may end when none is.
      this.#worker.ref();
      this.#worker.postMessage({ ...call, id });
    });
  }

  async end(): Promise<void> {
    if (this.#failure) return;
    await this.call({ type: 'close' });
    await this.#worker.terminate();
  }

  #settle(reply: WorkerReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if (reply.ok) waiting?.resolve(reply.value);
    else waiting?.reject(Object.assign(new Error(reply.error.message), reply.error));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#failure);
    this.#waiting.clear();
  }
}
