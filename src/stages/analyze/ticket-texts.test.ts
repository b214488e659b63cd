import { describe, expect, it } from 'vitest'
import { sentimentOf, ticketSignals } from './sentiment.ts'

const leaves = (text: string): boolean => sentimentOf(text).leaving.found

describe('tickets that announce a departure', () => {
  it.each([
    'We want to cancel our subscription effective March 31.',
    'Hi team, please close our account at the end of the quarter.',
    'Please delete our account and all data.',
    'We do not plan to renew.',
    "We don't want to renew.",
    "I don't think we will renew next year.",
    'We have decided not to renew.',
    'Please consider this our formal notice of non-renewal.',
    'Please remove us from auto-renewal.',
    'We decided to go with another vendor.',
    'We are going with a competitor.',
    'We signed with someone else.',
    'We are migrating off your platform.',
    'We stop using your product next month.',
    'This was our last year with you.',
    'We are thinking about leaving.',
    'If this is not fixed we will leave.',
    "We're not happy and may leave.",
    'No, we will cancel our contract.',
    'Not fixed again. We will cancel our contract.',
    'Unless this gets better we will look elsewhere.',
    "We don't see the value any more.",
  ])('%s', (text) => {
    expect(leaves(text)).toBe(true)
  })
})

describe('tickets that do not', () => {
  it.each([
    // Denied.
    'We will not cancel our contract.',
    "We won't be cancelling our subscription.",
    'We would never cancel our contract with you.',
    'We have no intention of leaving you.',
    'We are not considering alternatives.',
    'Thank you for not cancelling our contract!',
    // Something else is cancelled, ended, left.
    'Cancel the meeting on Friday, please.',
    'Please cancel my invite to the webinar.',
    'Cancel the recurring meeting with our account team.',
    'Could you cancel the invoice for March and send a new one?',
    'Please cancel my order for the extra licences.',
    'Please cancel the duplicate subscription, we have two by mistake.',
    'Please terminate the stuck job.',
    'How do I stop using the old API?',
    'Anna is leaving the team on Friday.',
    'Please leave the ticket open.',
    // Somebody else's.
    'We cancelled the subscription of user Bob.',
    "How do I cancel a customer's contract in the portal?",
    // Things that renew by themselves.
    'The certificate will not renew.',
    'The subscription does not renew automatically in the sandbox.',
    // The other way round.
    'Please renew our contract.',
    'Cannot wait to renew our contract!',
    'We are migrating from the old API to your new platform.',
    "We're looking for an alternative way to export.",
  ])('%s', (text) => {
    expect(leaves(text)).toBe(false)
  })
})

describe('words that are not the writer’s own', () => {
  it.each([
    ['a quoted line', '> We want to cancel our contract and this is awful.\nThat was last year.'],
    [
      'a quoted mail, marked',
      'Thanks.\n\nOn Mon, Jan 4, 2027 Support wrote:\n> To cancel your subscription go to settings.',
    ],
    [
      'a quoted mail, unmarked',
      'Thanks.\n\nOn Mon, Jan 4, 2027 Support wrote:\n\nTo cancel your subscription go to settings.',
    ],
    ['a mail below', 'Thanks.\n-----Original Message-----\nFrom: x\nWe cancel our contract. Terrible.'],
    ['a forwarded mail', 'For you.\n---------- Forwarded message ---------\nWe cancel our contract. Terrible.'],
    ['lines of a mail from Windows', '> We cancel our contract.\r\n> Terrible.\r\nAll is done.\r\n'],
  ])('are not heard: %s', (_, text) => {
    const { leaving, label } = sentimentOf(text)
    expect([leaving.found, label === 'negative']).toEqual([false, false])
  })

  it('hide none that are written below a marked quotation', () => {
    const text = 'On Mon, Jan 4, 2027 Support wrote:\n> How are you?\n\nBadly. We will cancel our contract.'
    expect(sentimentOf(text).leaving.phrases).toEqual(['cancel our contract'])
  })

  it('are only those marked as such', () => {
    expect(leaves('The value is > 5 and we want to cancel our contract.')).toBe(true)
    expect(leaves('On Friday the agent wrote: fine. We cancel our contract.')).toBe(true)
  })
})

describe('other languages', () => {
  it.each([
    'Wir möchten unseren Vertrag zum Jahresende kündigen.',
    'Die Auswertung ist leider falsch, die Zahlen stimmen nicht. Das war letzte Woche noch richtig.',
    'Der Export geht nicht mehr. Die Datei ist leer und die Kollegen warten.',
    'Le rapport est vide depuis hier, pouvez-vous regarder ? Merci.',
    'Nous voulons résilier notre contrat à la fin du mois.',
    'El informe no se abre y no podemos trabajar con los datos de la semana.',
    'Het rapport is leeg en de export werkt niet meer.',
    'O relatório não abre e os dados não estão lá.',
    '契約を解約したいです。',
    'Мы хотим расторгнуть договор.',
  ])('are neutral, and no leaving: %s', (text) => {
    expect(sentimentOf(text)).toMatchObject({ score: 0, label: 'neutral', leaving: { found: false } })
  })

  it('do not hide English with a foreign word in it', () => {
    expect(leaves('Wir hatten genug. We want to cancel our contract with you and that is final.')).toBe(true)
    expect(sentimentOf('The UN and EU der reports are awful, this is a disaster for us.').label).toBe('negative')
  })
})

describe('the tone of tickets', () => {
  it.each([
    ['The export has been broken for a week and nobody answers. This is unacceptable.', 'negative'],
    ['I am very disappointed. We are losing confidence in the product.', 'negative'],
    ['Still waiting for a reply. This is the third time I ask.', 'negative'],
    ['Honestly, your support is terrible.', 'negative'],
    ['Not good enough.', 'negative'],
    ['Not happy with this.', 'negative'],
    ['NOT ACCEPTABLE', 'negative'],
    ['Never helpful, never on time. Doesn’t look great.', 'negative'],
    ['Thanks a lot, works like a charm!', 'positive'],
    ['The new dashboard is awesome, our team loves it.', 'positive'],
    ['Great job on the release, much appreciated.', 'positive'],
    ['Our champion is leaving the company.', 'neutral'],
    ['The job aborted with a fatal error, 3 rows were rejected.', 'neutral'],
    ['Please add me to the list of users.', 'neutral'],
    ['Where do I find the invoice of March?', 'neutral'],
    ['The upload stops at 90 percent.', 'neutral'],
  ])('%s is %s', (text, label) => {
    expect(sentimentOf(text).label).toBe(label)
  })

  it('is that of the first screens: what is pasted behind them says nothing', () => {
    const log = 'row 17 ok. '.repeat(600)
    expect(ticketSignals(`${log} This is terrible, we cancel our contract.`)).toMatchObject({
      sentiment: 0,
      leaving: false,
    })
  })
})
