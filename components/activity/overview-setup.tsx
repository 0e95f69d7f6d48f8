import { ArrowRight, CircleCheck, CircleDashed } from "lucide-react";
import Link from "next/link";
import { useProjectSlug } from "@/components/projects/use-permissions";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { Item, ItemGroup } from "@/components/ui/item";
import type { Overview } from "./overview-view";
import { setupSteps } from "./setup-steps";

/** The way from nothing to the first call. Gone once it is walked. */
export function OverviewSetup({ setup }: { setup: Overview["setup"] }) {
  const steps = setupSteps(setup, `/projects/${useProjectSlug()}`);
  const next = steps.find((step) => !step.done);
  if (!next) return null;
  const done = steps.filter((step) => step.done).length;
  return (
    <Card>
      <CardHeader
        title="Set up"
        description={`${done} of ${steps.length} done. From here to the first recorded call.`}
      />
      <CardBody className="py-1">
        <ItemGroup>
          {steps.map((step) => (
            <Item
              key={step.title}
              media={
                step.done ? (
                  <CircleCheck className="text-success" aria-label="Done" />
                ) : (
                  <CircleDashed aria-label="To do" />
                )
              }
              title={<span className={cn(step.done && "text-muted-foreground")}>{step.title}</span>}
              description={step.done ? undefined : step.description}
              actions={
                step === next ? (
                  <Button asChild size="sm">
                    <Link href={step.href}>
                      {step.action}
                      <ArrowRight aria-hidden="true" />
                    </Link>
                  </Button>
                ) : null
              }
            />
          ))}
        </ItemGroup>
      </CardBody>
    </Card>
  );
}
