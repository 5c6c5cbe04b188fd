import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The texts of a stack's two files. */
export type StackTexts = Readonly<Record<'compose.yaml' | '.env', string>>;

/** A stack built like the one that Langfuse publishes. */
export function readOfficialStack(repository: string): StackTexts {
  const path = join(repository, 'test/fixtures/langfuse/v4/compose.yaml');
  return { 'compose.yaml': readFileSync(path, 'utf8'), '.env': ENV_FILE };
}

const ENV_FILE = `NEXTAUTH_URL=https://langfuse.example.com
NEXTAUTH_SECRET=7u2Yq0mXbnS5gUe1v8wH0rK4tZ6cL9pD
SALT=9b1c4d1f8c7e4a2b
ENCRYPTION_KEY=3b1f0e5d7c9a2b4c6d8e0f1a3b5c7d9e1f3a5b7c9d0e2f4a6b8c0d1e3f5a7b9c
POSTGRES_PASSWORD=pgQ7m2Xv9sLw
DATABASE_URL=postgresql://postgres:\${POSTGRES_PASSWORD}@postgres:5432/postgres
CLICKHOUSE_PASSWORD=chT4k8Zr1nPd
REDIS_AUTH=rdW6y3Hb5cJf
MINIO_ROOT_PASSWORD=s3N9v7Gt2qMx
LANGFUSE_S3_EVENT_UPLOAD_SECRET_ACCESS_KEY=\${MINIO_ROOT_PASSWORD}
LANGFUSE_S3_MEDIA_UPLOAD_SECRET_ACCESS_KEY=\${MINIO_ROOT_PASSWORD}
LANGFUSE_S3_BATCH_EXPORT_SECRET_ACCESS_KEY=\${MINIO_ROOT_PASSWORD}
TELEMETRY_ENABLED=false
`;

/** A compose file of about that many characters, with services as people write them. */
export function largeCompose(characters: number): string {
  const services: string[] = [];
  const volumes: string[] = [];
  for (let i = 0, length = 0; length < characters; i++) {
    const service = serviceText(i);
    services.push(service);
    volumes.push(`  data-${i}:\n`);
    length += service.length + 12;
  }
  return `services:\n${services.join('')}volumes:\n${volumes.join('')}`;
}

function serviceText(i: number): string {
  return `  service-${i}:
    image: registry.example.com/team/service-${i}:1.${i}
    restart: unless-stopped
    environment:
      NODE_ENV: production
      LOG_LEVEL: \${LOG_LEVEL:-info}
      DATABASE_URL: postgresql://user:\${DB_PASSWORD:-pw}@db.example.com:5432/service_${i}
      PORT: "8080"
      # Off for the small ones.
      FEATURE_${i}: "on"
    ports:
      - "127.0.0.1:${10_000 + (i % 50_000)}:8080"
    volumes:
      - data-${i}:/var/lib/service
    depends_on: [${i === 0 ? '' : `service-${(i - 1) >> 1}`}]
    healthcheck:
      test: ["CMD", "wget", "-q", "--spider", "http://127.0.0.1:8080/health"]
      interval: 10s
      retries: 3
`;
}

/** Gives a folder with these files to the function and removes it behind it. */
export async function inFolder<T>(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<T> | T,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'stack-bench-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
