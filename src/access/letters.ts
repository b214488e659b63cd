import type { NewMail } from '../platform/mails.store.ts'

type Invitation = { readonly to: string; readonly company: string; readonly by: string; readonly link: string }

/** The mail with an invitation. */
export const invitationLetter = ({ to, company, by, link }: Invitation): NewMail => ({
  purpose: 'invitation',
  to,
  subject: `${by} invites you to ${company} on Renubu`,
  text: `Hello,

${by} has invited you to work with ${company}'s customers on Renubu.

Open this link to choose a password and come in:
${link}

It holds for seven days and works once. If you do not expect this, do nothing; nobody comes in without the link.
`,
})

/** The mail with the way to a new password. */
export const passwordLetter = ({ to, link }: { readonly to: string; readonly link: string }): NewMail => ({
  purpose: 'password',
  to,
  subject: 'A new password for Renubu',
  text: `Hello,

somebody, we hope it was you, has asked for a new password for ${to}.

Open this link to choose one:
${link}

It holds for an hour and works once. If it was not you, do nothing: your password stays as it is.
`,
})

type Reset = { readonly to: string; readonly by: string; readonly company: string; readonly link: string }

/** The mail to somebody whose second factor was taken away. */
export const secondFactorLetter = ({ to, by, company, link }: Reset): NewMail => ({
  purpose: 'second-factor',
  to,
  subject: 'Your second factor for Renubu was taken away',
  text: `Hello,

${by} has taken away the second factor of your account at ${company}. You are signed out everywhere, and until you
switch it on again your password alone lets you in.

Switch it on in your profile:
${link}

If you did not ask for this, tell an administrator of ${company} at once.
`,
})
