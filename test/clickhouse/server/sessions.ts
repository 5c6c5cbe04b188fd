import type { Session } from 'chdb';
import type { Engine } from './engine';
import type { SessionWish } from './request';
import { ServerError } from './serverError';

interface NamedSession {
  readonly session: Session;
  isBusy: boolean;
  timer: NodeJS.Timeout | undefined;
}

export interface TakenSession {
  readonly session: Session;
  /** To be called when the request is over. */
  readonly release: () => void;
}

/** Engine sessions: one for each request, or one that several requests share by its name, one after another. */
export class Sessions {
  readonly #engine: Engine;
  readonly #named = new Map<string, NamedSession>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  take(wish: SessionWish | undefined): TakenSession {
    if (wish === undefined) {
      const session = this.#engine.open();
      return { session, release: () => session.close() };
    }
    let named = this.#named.get(wish.id);
    if (named === undefined && wish.mustExist)
      throw new ServerError(372, 'SESSION_NOT_FOUND', `Session ${wish.id} not found`);
    if (named?.isBusy)
      throw new ServerError(373, 'SESSION_IS_LOCKED', `Session ${wish.id} is locked by a concurrent client`);
    named ??= { session: this.#engine.open(), isBusy: false, timer: undefined };
    this.#named.set(wish.id, named);
    clearTimeout(named.timer);
    const taken = named;
    taken.isBusy = true;
    return {
      session: taken.session,
      release: () => {
        taken.isBusy = false;
        taken.timer = setTimeout(() => this.#drop(wish.id), wish.timeoutMs);
      },
    };
  }

  close(): void {
    for (const id of [...this.#named.keys()]) this.#drop(id);
  }

  #drop(id: string): void {
    const named = this.#named.get(id);
    clearTimeout(named?.timer);
    named?.session.close();
    this.#named.delete(id);
  }
}
