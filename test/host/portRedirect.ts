import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PortRedirect {
  /** An address with `{{port}}` in it, which leads to that port of this machine. */
  readonly template: string;
  close(): Promise<void>;
}

/** VS Code in a browser opens local ports at an address that has the port in its path. This one leads on from there. */
export async function redirectToPorts(): Promise<PortRedirect> {
  const server = createServer((request, response) => {
    const [, port, rest = ''] = /^\/(\d{1,5})(\/.*)?$/.exec(request.url ?? '') ?? [];
    if (port === undefined) response.writeHead(404).end();
    else response.writeHead(302, { location: `http://localhost:${port}${rest}` }).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    template: `http://localhost:${port}/{{port}}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
