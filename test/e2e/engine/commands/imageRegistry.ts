import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

const CONFIG_TYPE = 'application/vnd.docker.container.image.v1+json';
const LAYER_TYPE = 'application/vnd.docker.image.rootfs.diff.tar.gzip';
const MANIFEST_TYPE = 'application/vnd.docker.distribution.manifest.v2+json';

/** A registry with one image that holds nothing. An engine on this machine pulls from it without TLS. */
export class ImageRegistry {
  private readonly server = createServer(({ url = '', method }, response) => {
    const found = this.contents.get(url.split('/').at(-1) ?? '');
    if (url === '/v2/') response.end('{}');
    else if (found === undefined) response.writeHead(404).end();
    else {
      const { type, bytes } = found;
      response.writeHead(200, {
        'content-type': type,
        'content-length': bytes.length,
        'docker-content-digest': digestOf(bytes),
      });
      response.end(method === 'HEAD' ? undefined : bytes);
    }
  });
  /** By digest, and the manifest by its tag as well. */
  private readonly contents = contentsOf('1');

  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(0, '127.0.0.1', resolve);
    });
  }

  /** The image's name, once the registry has started. */
  get image(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}/empty:1`;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => {
      this.server.close(resolve);
      this.server.closeAllConnections();
    });
  }
}

interface Content {
  readonly type: string;
  readonly bytes: Buffer;
}

function contentsOf(tag: string): ReadonlyMap<string, Content> {
  // The end of a tar archive, and nothing before it.
  const archive = Buffer.alloc(1024);
  const layer = { type: LAYER_TYPE, bytes: gzipSync(archive) };
  const config = {
    type: CONFIG_TYPE,
    bytes: json({
      architecture: 'amd64',
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: [digestOf(archive)] },
      history: [{ created_by: 'nothing' }],
    }),
  };
  const manifest = {
    type: MANIFEST_TYPE,
    bytes: json({
      schemaVersion: 2,
      mediaType: MANIFEST_TYPE,
      config: descriptionOf(config),
      layers: [descriptionOf(layer)],
    }),
  };
  const byDigest = [layer, config, manifest].map((content) => [digestOf(content.bytes), content] as const);
  return new Map([...byDigest, [tag, manifest]]);
}

function descriptionOf({ type, bytes }: Content) {
  return { mediaType: type, digest: digestOf(bytes), size: bytes.length };
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
