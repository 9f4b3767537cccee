/** Code to paste into the shop's pages and programs. Pure; code is in no language but its own. */

export type Variant = 'script' | 'frame';

/** HTML for the shop's pages. `origin`: where this server is, as visitors reach it. */
export function embedCode(variant: Variant, origin: string): string {
  if (variant === 'script') return `<script async src="${origin}/vuoro.js"></script>`;
  return `<iframe src="${origin}/embed" title="Chat" width="400" height="640"></iframe>`;
}

/** What a Content-Security-Policy has to allow for it. */
export function embedPolicy(variant: Variant, origin: string): string {
  if (variant === 'frame') return `frame-src ${origin}`;
  return `script-src ${origin}; connect-src ${origin} ${origin.replace(/^http/, 'ws')}`;
}

export const SIGNING: readonly { readonly language: string; readonly code: string }[] = [
  {
    language: 'Python',
    code: `import os, time
import jwt  # pip install pyjwt

token = jwt.encode(
    {
        "sub": str(customer.id),
        "name": customer.name,
        "email": customer.email,
        "exp": int(time.time()) + 3600,
    },
    os.environ["VUORO_IDENTITY_SECRET"],
    algorithm="HS256",
)`,
  },
  {
    language: 'Node.js',
    code: `import jwt from 'jsonwebtoken'; // npm install jsonwebtoken

const token = jwt.sign(
  { sub: String(customer.id), name: customer.name, email: customer.email },
  process.env.VUORO_IDENTITY_SECRET,
  { algorithm: 'HS256', expiresIn: '1h' },
);`,
  },
];

export const ON_PAGE = `window.Vuoro = window.Vuoro || function () { (Vuoro.q = Vuoro.q || []).push(arguments) };
Vuoro('identify', token); // logged in
Vuoro('identify', null);  // logged out`;
