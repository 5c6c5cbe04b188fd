import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Certificates {
  /** Each holds `ca.pem`, `cert.pem` and `key.pem`, as Docker names them. */
  readonly server: string;
  readonly client: string;
  /** Signed by an authority that the server does not know, and vice versa. */
  readonly stranger: string;
}

/** Throw-away certificates for 127.0.0.1, in a folder that the caller removes. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const openssl = (...args: readonly string[]): void =>
    void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  await writeFile(join(folder, 'names'), 'subjectAltName=IP:127.0.0.1\n');
  for (const authority of ['known', 'other']) {
    const files = ['-keyout', `${authority}.key`, '-out', `${authority}.pem`];
    openssl('req', '-x509', '-days', '2', '-subj', `/CN=${authority}`, ...key, ...files);
  }
  const sign = async (name: string, authority: string): Promise<string> => {
    await mkdir(join(folder, name));
    openssl('req', '-subj', `/CN=${name}`, ...key, '-keyout', `${name}/key.pem`, '-out', `${name}/request`);
    const by = ['-CA', `${authority}.pem`, '-CAkey', `${authority}.key`, '-CAcreateserial'];
    const out = ['-in', `${name}/request`, '-out', `${name}/cert.pem`, '-days', '2', '-extfile', 'names'];
    openssl('x509', '-req', ...by, ...out);
    await copyFile(join(folder, `${authority}.pem`), join(folder, name, 'ca.pem'));
    return join(folder, name);
  };
  return {
    server: await sign('server', 'known'),
    client: await sign('client', 'known'),
    stranger: await sign('stranger', 'other'),
  };
}
