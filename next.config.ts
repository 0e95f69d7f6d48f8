import type { NextConfig } from "next";

// Beside these, proxy.ts gives every page its content security policy.
const everywhere = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "no-referrer" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Strict-Transport-Security", value: "max-age=31536000; includeSubDomains" },
  {
    key: "Permissions-Policy",
    value: "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
  },
];

const answersOfTheApi = [
  { key: "Content-Security-Policy", value: "default-src 'none'; frame-ancestors 'none'" },
  { key: "Cache-Control", value: "no-store" },
];

const config: NextConfig = {
  reactStrictMode: true,
  // Pages load when asked for: the process starts sooner and smaller.
  experimental: { preloadEntriesOnStart: false },
  poweredByHeader: false,
  // `npm run check` checks types; a build would check the tests' as well, on every start from fresh sources.
  typescript: { ignoreBuildErrors: true },
  // These find their own files or binaries at run time, or must be the very copy that server/main.ts uses.
  serverExternalPackages: [
    "@modelcontextprotocol/client",
    "@modelcontextprotocol/server",
    "@node-rs/argon2",
    "@prisma/adapter-pg",
    "@prisma/client",
    "next-auth",
    "oidc-provider",
    "pg",
    "pino",
    "rate-limiter-flexible",
    "undici",
  ],
  headers: async () => [
    { source: "/:path*", headers: everywhere },
    { source: "/api/:path*", headers: answersOfTheApi },
  ],
};

export default config;
