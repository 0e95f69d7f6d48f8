"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormProvider, useForm } from "react-hook-form";
import { Form } from "@/components/forms/form";
import { SubmitButton } from "@/components/forms/submit-button";
import { useTRPC } from "@/components/trpc/client";
import { messageOf } from "@/components/trpc/errors";
import { Button } from "@/components/ui/button";
import { Card, CardBody } from "@/components/ui/card";
import { CompleteSetup } from "@/server/auth/schema";
import { AccountStep } from "./account-step";
import { ProjectStep } from "./project-step";
import { signInWithPassword } from "./sign-in";
import { Steps } from "./steps";

export function SetupForm({ token }: { token: string }) {
  const { form, step, back, submit, pending, error } = useSetup(token);
  return (
    <Card>
      <CardBody className="grid gap-5 p-6">
        <div className="grid gap-3">
          <Steps labels={["Your account", "First project"]} current={step} />
          <h1 className="font-semibold text-xl tracking-tight">
            {step === 0 ? "Create your account" : "Name your first project"}
          </h1>
        </div>
        <FormProvider {...form}>
          <Form onSubmit={submit} pending={pending} error={error}>
            {step === 0 ? <AccountStep /> : <ProjectStep />}
            <div className="flex gap-2">
              {step === 1 ? (
                <Button variant="secondary" size="lg" onClick={back}>
                  Back
                </Button>
              ) : null}
              <SubmitButton pending={pending} size="lg" className="flex-1">
                {step === 0 ? "Continue" : "Finish set-up"}
              </SubmitButton>
            </div>
          </Form>
        </FormProvider>
      </CardBody>
    </Card>
  );
}

const empty = { name: "", email: "", password: "", projectName: "" };

function useSetup(token: string) {
  const trpc = useTRPC();
  const complete = useMutation(trpc.setup.complete.mutationOptions());
  const [step, setStep] = useState(0);
  const [leaving, setLeaving] = useState(false);
  const form = useForm({
    resolver: zodResolver(CompleteSetup),
    defaultValues: { token, ...empty },
  });
  const finish = form.handleSubmit(async (input) => {
    const project = await complete.mutateAsync(input);
    setLeaving(true);
    const refusal = await signInWithPassword(input.email, input.password);
    location.assign(refusal === null ? `/projects/${project.slug}` : "/login");
  });
  const advance = async () => {
    if (await form.trigger(["name", "email", "password"])) setStep(1);
  };
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    if (step === 0) await advance();
    // The mutation keeps its error for the form; the rejection itself says nothing more.
    else await finish().catch(() => undefined);
  };
  return {
    form,
    step,
    back: () => setStep(0),
    submit: (event: React.FormEvent) => void submit(event),
    pending: complete.isPending || leaving,
    error: complete.error ? messageOf(complete.error) : undefined,
  };
}
