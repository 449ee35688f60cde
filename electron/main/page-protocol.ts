/** Serves the page as `app://bundle/...` from a fixed list of files, with every security header. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { protocol } from 'electron';

export const PAGE_ORIGIN = 'app://bundle';

export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Must be called before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Answers from memory: an address is only ever looked up, never turned into a path. */
export function servePage(folder: string): void {
  const files = readFiles(folder);
  protocol.handle('app', (request) => respond(files, request.url));
}

export function respond(files: ReadonlyMap<string, Buffer>, address: string): Response {
  const { host, pathname } = new URL(address);
  const name = pathname === '/' ? '/index.html' : pathname;
  const body = host === 'bundle' ? files.get(name) : undefined;
  const headers = {
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  };
  if (!body) return new Response('not found', { status: 404, headers });
  const type = mediaTypes[path.extname(name)] ?? 'application/octet-stream';
  return new Response(new Uint8Array(body), { headers: { ...headers, 'content-type': type } });
}

function readFiles(folder: string): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.map')) continue;
    const file = path.join(entry.parentPath, entry.name);
    files.set(`/${path.relative(folder, file).split(path.sep).join('/')}`, readFileSync(file));
  }
  return files;
}
