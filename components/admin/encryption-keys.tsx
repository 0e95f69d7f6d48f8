"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { QueryState } from "@/components/trpc/query-state";
import { Section } from "@/components/ui/section";
import { EncryptionKeyTable } from "./encryption-key-table";
import { EncryptionNotes } from "./encryption-notes";

/** Which keys protect what is stored, by name only, and what is left to do. */
export function EncryptionKeys() {
  const trpc = useTRPC();
  const query = useQuery(trpc.installation.encryption.queryOptions());
  return (
    <Section
      title="Encryption keys"
      description="They protect the key of each project, which protects its credentials, and the secrets of the installation itself."
    >
      <QueryState query={query} subject="The encryption keys">
        {(encryption) => (
          <>
            <EncryptionNotes {...encryption} />
            <EncryptionKeyTable keys={encryption.keys} />
          </>
        )}
      </QueryState>
    </Section>
  );
}
