import type { ReactNode } from "react";
import { Brand } from "@/components/shell/brand";
import { TrpcProvider } from "@/components/trpc/trpc-provider";

/** A quiet page for one decision. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <TrpcProvider>
      <main className="mx-auto grid min-h-dvh w-full max-w-md content-start gap-6 px-4 py-10 sm:content-center sm:py-16">
        <div className="flex justify-center">
          <Brand size="lg" />
        </div>
        {children}
      </main>
    </TrpcProvider>
  );
}
