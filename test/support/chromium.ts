import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { find } from '../../setup/tools.mjs';

/** An event or an answer of the DevTools protocol. */
interface Message {
  id?: number;
  method?: string;
  sessionId?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { message: string };
}

/** A headless Chromium of our own, spoken to over a pipe: it listens on no port, and knows no network. */
export class Chromium implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #listeners = new Set<(message: Message) => void>();
  #last = 0;

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
    let rest = '';
    (child.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => {
      const messages = (rest + text).split('\0');
      rest = messages.pop() ?? '';
      for (const message of messages) this.#take(JSON.parse(message) as Message);
    });
  }

  static async open(): Promise<Chromium> {
    const path = find('chromium');
    if (path === undefined) throw new Error('chromium is not here');
    const folder = await mkdtemp(join(tmpdir(), 'tapehead-chromium-'));
    const args = [
      '--headless=new',
      '--remote-debugging-pipe',
      `--user-data-dir=${folder}`,
      '--no-first-run',
      '--no-sandbox', // it has none as root
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-extensions',
      '--disable-sync',
      '--no-proxy-server',
      '--host-resolver-rules=MAP * ~NOTFOUND',
      '--hide-scrollbars',
      '--force-device-scale-factor=1',
    ];
    const child = spawn(path, args, {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      env: { ...process.env, HOME: folder },
    });
    await once(child, 'spawn');
    return new Chromium(child, folder);
  }

  /** Asks for something; answers as the protocol has it. */
  send(method: string, params: object = {}, sessionId?: string): Promise<Record<string, unknown>> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) =>
        error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result ?? {}),
      );
      (this.#child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  listen(listener: (message: Message) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  #take(message: Message): void {
    if (message.id === undefined) for (const listener of this.#listeners) listener(message);
    else {
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone =
      this.#child.exitCode === null && this.#child.signalCode === null
        ? once(this.#child, 'exit')
        : undefined;
    await this.send('Browser.close');
    await gone;
    for (const stream of this.#child.stdio) stream?.destroy();
    // Its helpers may still be writing into it when it is gone.
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/** What a page has done that a report must not do. */
export interface Doings {
  /** URLs asked for, beside the page's own. */
  requests: string[];
  /** Errors, warnings, and whatever it says. */
  console: string[];
  /** Of alert() and the like. */
  dialogs: string[];
}

/** A page in the browser, at a size. */
export class Page implements AsyncDisposable {
  readonly doings: Doings = { requests: [], console: [], dialogs: [] };
  readonly #browser: Chromium;
  readonly #target: string;
  readonly #session: string;
  #url = 'about:blank';

  private constructor(browser: Chromium, target: string, session: string) {
    this.#browser = browser;
    this.#target = target;
    this.#session = session;
  }

  static async open(
    browser: Chromium,
    { width = 1280, height = 800, dark = false }: { width?: number; height?: number; dark?: boolean } = {},
  ): Promise<Page> {
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(browser, targetId as string, sessionId as string);
    browser.listen((message) => message.sessionId === sessionId && page.#note(message));
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await page.send(`${domain}.enable`);
    await page.send('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: false,
    });
    const features = [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }];
    await page.send('Emulation.setEmulatedMedia', { features });
    return page;
  }

  send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    return this.#browser.send(method, params, this.#session);
  }

  /** Resolves when it has loaded. */
  async goTo(url: string): Promise<void> {
    this.#url = url;
    let tell = (): void => undefined;
    const loaded = new Promise<void>((resolve) => (tell = resolve));
    using _ = this.#browser.listen(({ method, sessionId }) => {
      if (method === 'Page.loadEventFired' && sessionId === this.#session) tell();
    });
    await this.send('Page.navigate', { url });
    await loaded;
  }

  /** The value of an expression; a promise is awaited. */
  async value<T>(expression: string): Promise<T> {
    const answer = await this.send('Runtime.evaluate', {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    if (answer['exceptionDetails'] !== undefined) throw new Error(JSON.stringify(answer['exceptionDetails']));
    return (answer['result'] as { value: T }).value;
  }

  /** Presses a key, such as `j`, `Enter`, `ArrowDown`. */
  async press(key: string): Promise<void> {
    const text = key.length === 1 ? key : key === 'Enter' ? '\r' : undefined;
    await this.send('Input.dispatchKeyEvent', {
      type: 'keyDown',
      key,
      ...(text !== undefined && { text }),
      ...KEY_CODES[key],
    });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', key, ...KEY_CODES[key] });
  }

  /** Types text where the focus is. */
  async type(text: string): Promise<void> {
    for (const char of text) await this.press(char);
  }

  /** As PNG. */
  async screenshot(): Promise<Buffer> {
    const { data } = await this.send('Page.captureScreenshot', { format: 'png' });
    return Buffer.from(data as string, 'base64');
  }

  #note({ method, params = {} }: Message): void {
    if (method === 'Network.requestWillBeSent') {
      const { url } = params['request'] as { url: string };
      if (url !== this.#url) this.doings.requests.push(url);
    }
    if (['Runtime.consoleAPICalled', 'Runtime.exceptionThrown', 'Log.entryAdded'].includes(method ?? ''))
      this.doings.console.push(JSON.stringify(params));
    if (method === 'Page.javascriptDialogOpening') {
      this.doings.dialogs.push(String(params['message']));
      void this.send('Page.handleJavaScriptDialog', { accept: true });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.send('Target.closeTarget', { targetId: this.#target });
  }
}

const KEY_CODES: Readonly<Record<string, object>> = {
  Enter: { code: 'Enter', windowsVirtualKeyCode: 13 },
  Escape: { code: 'Escape', windowsVirtualKeyCode: 27 },
  Tab: { code: 'Tab', windowsVirtualKeyCode: 9 },
  ArrowDown: { code: 'ArrowDown', windowsVirtualKeyCode: 40 },
  ArrowUp: { code: 'ArrowUp', windowsVirtualKeyCode: 38 },
  Home: { code: 'Home', windowsVirtualKeyCode: 36 },
  End: { code: 'End', windowsVirtualKeyCode: 35 },
};
