export function areSeparate(ownerUrl: string, applicationUrl: string): boolean;
export function grantApplication(ownerUrl: string, applicationUrl: string): Promise<void>;
