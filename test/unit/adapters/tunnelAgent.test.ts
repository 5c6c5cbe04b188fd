import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, get } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TunnelError } from '../../../src/adapters/containerTunnel';
import { TunnelAgent } from '../../../src/adapters/tunnelAgent';
import type { Entrance } from '../../../src/core/tunnel';
import { localPrograms } from '../support/localPrograms';
import type { LocalPrograms } from '../support/localPrograms';

const bash: Entrance = { service: 'clickhouse', program: 'bash', host: '127.0.0.1' };
const node: Entrance = { service: 'web', program: 'node', host: '127.0.0.1' };

suite('TunnelAgent', () => {
  let server: Server;
  let programs: LocalPrograms;
  let agent: TunnelAgent;
  setup(() => (programs = localPrograms(['clickhouse', 'web'])));
  teardown(async () => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
    // The relays end by themselves, however the test ended.
    await programs.ended();
  });

  async function serve(answer: RequestListener, entrances: readonly Entrance[]): Promise<void> {
    server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    agent = new TunnelAgent(programs, { project: 'stack', port, entrances, reason: '' });
  }

  async function ask(path = '/'): Promise<IncomingMessage> {
    const [response] = (await once(get(`http://clickhouse:8123${path}`, { agent }), 'response')) as [
      IncomingMessage,
    ];
    return response;
  }

  async function text(path?: string): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of await ask(path)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  }

  for (const entrance of [bash, node]) {
    suite(`through ${entrance.program}`, () => {
      test('asks what listens there, request after request over one program', async () => {
        await serve(
          (request, response) => response.end(`${request.headers.host} ${request.url}`),
          [entrance],
        );
        assert.equal(await text('/a'), 'clickhouse:8123 /a');
        assert.equal(await text('/b'), 'clickhouse:8123 /b');
        assert.deepEqual(programs.started, [`${entrance.service}: ${entrance.program}`]);
      });

      test('every byte arrives as it is', async () => {
        const data = randomBytes(3_000_000);
        await serve((_, response) => response.end(data), [entrance]);
        const hash = createHash('sha256');
        for await (const chunk of await ask()) hash.update(chunk as Buffer);
        assert.equal(hash.digest('hex'), createHash('sha256').update(data).digest('hex'));
      });

      test('a reader that waits makes the server wait', async () => {
        const data = Buffer.alloc(64 * 1024 * 1024);
        let isDrained = false;
        await serve(
          (_, response) => {
            response.write(data);
            response.once('drain', () => (isDrained = true));
          },
          [entrance],
        );
        const response = await ask();
        await once(response, 'readable');
        assert.ok(!isDrained);
        response.destroy();
      });

      test('an answer that is given up ends the connection to the server', async () => {
        let closed: Promise<unknown> | undefined;
        await serve(
          (_, response) => {
            closed = once(response, 'close');
            response.write('first');
          },
          [entrance],
        );
        const response = await ask();
        response.destroy();
        await closed;
        await programs.ended();
      });

      test('a server that closes ends the answer', async () => {
        await serve(
          (_, response) => {
            response.writeHead(200, { connection: 'close' });
            response.write('half');
            setImmediate(() => response.destroy());
          },
          [entrance],
        );
        await assert.rejects(text(), /aborted/);
        await programs.ended();
      });

      test('a port on which nothing listens fails as a socket does', async () => {
        await serve(() => undefined, [entrance]);
        server.close();
        await assert.rejects(ask(), (error) => error instanceof TunnelError && error.code === 'ECONNREFUSED');
      });
    });
  }

  test('takes the next entrance where the image has no such program', async () => {
    programs = localPrograms(['clickhouse', 'web'], { missing: ['bash'] });
    await serve((_, response) => response.end('fine'), [bash, node]);
    assert.equal(await text(), 'fine');
    assert.deepEqual(programs.started, ['clickhouse: bash', 'web: node']);
  });

  test('takes the next entrance where a service does not run', async () => {
    programs = localPrograms(['web']);
    await serve((_, response) => response.end('fine'), [bash, node]);
    assert.equal(await text(), 'fine');
  });

  test('says of every entrance why it leads nowhere', async () => {
    programs = localPrograms(['clickhouse'], { missing: ['bash'] });
    await serve(() => undefined, [bash, node]);
    await assert.rejects(ask(), (error) => {
      assert.ok(error instanceof TunnelError);
      assert.equal(error.code, undefined);
      assert.match(error.message, /clickhouse has no bash, web does not run\. Start the stack with Up\./);
      return true;
    });
  });

  test('destroying it while a connection opens leaves nothing behind', async () => {
    await serve(() => undefined, [bash]);
    // The program is somewhere else in its start each time.
    for (let time = 0; time < 20; time++) {
      const request = get('http://clickhouse:8123/', { agent });
      const failed = once(request, 'error');
      agent.destroy();
      await failed.catch(() => undefined);
      await programs.ended();
    }
  });
});
