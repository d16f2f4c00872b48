// Pages that are fetched while a reader changes a form or presses filters: only the newest one counts.

/** Shows the newest of the pages that are asked for. */
export class LatestPage {
  #timer = 0;
  #request = new AbortController();
  readonly #show: (page: Document, address: string, isAnswer: boolean) => void;
  readonly #fail: () => void;

  /** `show` is given the page, its address, and whether it is an answer and no error; `fail` is called if there is none,
   * because the server cannot be reached. */
  constructor(show: (page: Document, address: string, isAnswer: boolean) => void, fail: () => void = () => undefined) {
    this.#show = show;
    this.#fail = fail;
  }

  /** Asks for a page after a pause, in place of those before. The address is read when the pause is over; what may hold an
   * address of a person is sent as fields in the body. The page has the address to which the service leads on. */
  ask(address: () => string, pauseMs = 0, fields?: () => URLSearchParams): void {
    this.stop();
    this.#request = new AbortController();
    const { signal } = this.#request;
    this.#timer = window.setTimeout(() => void this.#fetch(address(), signal, fields?.()), pauseMs);
  }

  /** Nothing that was asked for is shown any more. */
  stop(): void {
    window.clearTimeout(this.#timer);
    this.#request.abort();
  }

  async #fetch(asked: string, signal: AbortSignal, fields?: URLSearchParams): Promise<void> {
    let address = asked;
    let text: string;
    let isAnswer: boolean;
    try {
      const posted = fields ? { method: "POST", body: fields } : {};
      const response = await fetch(asked, { ...posted, signal, headers: { accept: "text/html" } });
      [text, isAnswer] = [await response.text(), response.ok];
      const { pathname, search } = new URL(response.url);
      if (response.redirected) address = pathname + search;
    } catch {
      if (!signal.aborted) this.#fail();
      return;
    }
    if (!signal.aborted) this.#show(new DOMParser().parseFromString(text, "text/html"), address, isAnswer);
  }
}
