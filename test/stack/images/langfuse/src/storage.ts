import { AwsClient } from 'aws4fetch';
import type { Environment } from './environment';

/** The bucket for raw events. Langfuse never creates it. */
export class EventStorage {
  readonly #client: AwsClient;
  readonly #url: string;
  readonly #prefix: string;

  constructor(environment: Environment) {
    const setting = (name: string) => environment[`LANGFUSE_S3_EVENT_UPLOAD_${name}`];
    const region = setting('REGION');
    this.#client = new AwsClient({
      accessKeyId: setting('ACCESS_KEY_ID') ?? '',
      secretAccessKey: setting('SECRET_ACCESS_KEY') ?? '',
      service: 's3',
      region: region === undefined || region === 'auto' ? 'us-east-1' : region,
      retries: 0,
    });
    this.#url = `${setting('ENDPOINT') ?? 'https://s3.amazonaws.com'}/${setting('BUCKET') ?? ''}`;
    this.#prefix = setting('PREFIX') ?? '';
  }

  async put(key: string, content: unknown): Promise<void> {
    await this.#request('PUT', key, JSON.stringify(content));
  }

  async get(key: string): Promise<unknown> {
    return JSON.parse(await this.#request('GET', key));
  }

  async #request(method: string, key: string, body?: string): Promise<string> {
    const response = await this.#client.fetch(`${this.#url}/${this.#prefix}${key}`, {
      method,
      ...(body && { body }),
    });
    const text = await response.text();
    if (response.ok) return text;
    const [code, message] = ['Code', 'Message'].map((tag) => new RegExp(`<${tag}>([^<]*)<`).exec(text)?.[1]);
    throw new Error(`${code ?? String(response.status)}: ${message ?? response.statusText}`);
  }
}
