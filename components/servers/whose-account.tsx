"use client";

import { UserRound, UsersRound } from "lucide-react";
import { RadioCards } from "@/components/ui/radio-cards";
import type { CredentialMode } from "@/server/credentials/schema";

const modes = [
  {
    value: "shared",
    title: "Shared",
    description:
      "Everyone's calls use one account. The server sees that account; the activity record here names the person.",
    icon: <UsersRound aria-hidden="true" />,
  },
  {
    value: "personal",
    title: "Personal",
    description:
      "Each person connects their own account before an AI client may act for them. The server sees the person, with the person's rights.",
    icon: <UserRound aria-hidden="true" />,
  },
];

type WhoseAccountProps = { value: CredentialMode; onChange: (mode: CredentialMode) => void };

export function WhoseAccount({ value, onChange }: WhoseAccountProps) {
  return (
    <RadioCards
      aria-label="Whose account"
      columns={2}
      options={modes}
      value={value}
      onValueChange={(mode) => onChange(mode === "personal" ? "personal" : "shared")}
    />
  );
}
