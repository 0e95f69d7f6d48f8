"use client";

import { ScrollText } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Page } from "@/components/ui/page";
import { PageHeader } from "@/components/ui/page-header";
import { AdminTabs } from "./admin-tabs";
import { AllowedAddresses } from "./allowed-addresses";
import { EncryptionKeys } from "./encryption-keys";
import { InstallationFacts } from "./installation-facts";
import { RecordProtection } from "./record-protection";

export function AdminView() {
  return (
    <Page className="gap-8">
      <PageHeader
        title="Admin"
        description="This installation of Gatehouse."
        actions={
          <Button asChild variant="secondary">
            <Link href="/admin/audit">
              <ScrollText aria-hidden="true" />
              Audit
            </Link>
          </Button>
        }
      />
      <AdminTabs />
      <InstallationFacts />
      <EncryptionKeys />
      <RecordProtection />
      <AllowedAddresses />
    </Page>
  );
}
