import assert from 'node:assert/strict';
import type { CommandStack } from './commandStack';

/** What the database is asked with, and the name of its password in `.env`. */
const DATABASES = [
  {
    service: 'clickhouse',
    target: 8123,
    scheme: 'http',
    user: 'langfuse',
    secret: 'CLICKHOUSE_PASSWORD',
    path: 'default',
  },
  {
    service: 'postgres',
    target: 5432,
    scheme: 'postgresql',
    user: 'langfuse',
    secret: 'POSTGRES_PASSWORD',
    path: 'langfuse',
  },
  { service: 'redis', target: 6379, scheme: 'redis', user: '', secret: 'REDIS_AUTH', path: '0' },
] as const;

export function testAddresses(given: () => CommandStack): void {
  suite('addresses', () => {
    test('Open Web UI opens Langfuse at its published port', async () => {
      const { workbench } = given();
      const port = await given().publishedPort('langfuse-web', 3000);
      const { url, text } = await workbench.openedPage(() =>
        workbench.services.clickRowAction('langfuse-web', 'Open Web UI'),
      );
      assert.equal(new URL(url).port, port);
      assert.match(text, /Langfuse/);
    });

    test('a click on the port below a service opens it, and so does Open in Browser', async () => {
      const { workbench } = given();
      const port = await given().publishedPort('langfuse-web', 3000);
      await workbench.services.click('langfuse-web');
      await workbench.services.waitForRows('the port', (rows) =>
        rows.some(
          ({ label, description }) => label === `:${port}` && description.startsWith('opens Langfuse'),
        ),
      );
      const clicked = await workbench.openedPage(() => workbench.services.click(`:${port}`));
      const chosen = await workbench.openedPage(() =>
        workbench.services.clickRowAction(`:${port}`, 'Open in Browser'),
      );
      assert.deepEqual(
        [clicked, chosen].map(({ url }) => new URL(url).port),
        [port, port],
      );
      await workbench.services.click('langfuse-web');
    });

    for (const { service, target, scheme, user, secret, path } of DATABASES) {
      test(`Copy Connection String of ${service} leaves the password out until it is asked for`, async () => {
        const { workbench } = given();
        // One that goes away moves the others, and what was to be pressed with them.
        await workbench.clearNotifications();
        const port = await given().publishedPort(service, target);
        const password = await given().secret(secret);
        await workbench.services.chooseFromMenu(service, 'Copy Connection String');
        await workbench.notification(`Copied where ${service} is reached, without the password.`);
        const login = user === '' ? '' : `${user}@`;
        assert.equal(await workbench.clipboard(), `${scheme}://${login}127.0.0.1:${port}/${path}`);
        await workbench.answerNotification('without the password', 'Copy With Password');
        await workbench.notification(`The clipboard holds the password of ${service}.`);
        assert.equal(
          await workbench.clipboard(),
          `${scheme}://${user}:${password}@127.0.0.1:${port}/${path}`,
        );
      });
    }
  });
}
