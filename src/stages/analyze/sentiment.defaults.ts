/** Longer texts are read up to here: the tone of a ticket is in its first screens, and nobody's paste shall hold up an import. */
export const TEXT_CHARACTERS = 4000
/** Longer words are links, keys and stack traces. */
export const WORD_CHARACTERS = 40

/** Scores at which a text is called negative or positive; how they were found: docs/analysis.md. */
export const NEGATIVE_AT_MOST = -0.1
export const POSITIVE_AT_LEAST = 0.3

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/))

/**
 * Words that carry a mood in a tweet and none in a ticket: the nouns and verbs of software, courtesies, and filler.
 * Found on one half of the technical posts, checked on the other (docs/analysis.md).
 */
export const NEUTRAL_WORDS = words(`
  error errors issue issues problem problems bug bugs critical fatal crash crashes crashed crashing fail fails failed failing
  failure failures block blocked blocks blocking abort aborted alert alerts warn warning warnings kill killed kills drop dropped drops
  cancel cancelled canceled forced force lock locked reject rejected rejects conflict conflicts defect defects exploit expose
  exposed vulnerability vulnerable attack danger dirty debt charge charged death dies fire fired isolation poison punish pay
  loose odd sin thread suspect suspected challenge missing empty limited stop stops stopped cut avoid avoids wait hard difficult
  difficulty worry security secure secured safe safely execute executed assets asset profit energy
  trust trusted support supported supports supporting solution solutions solve solved solves resolve resolved resolves retry
  create created creates creating creation share shared shares sharing accept accepted accepts allow allowed allows active demand
  option optimization natural value values valued number strength strong stronger negative
  please help helping helper care dear hey hello hi regards greetings like ok okay sure certain certainly clearly cleared agree
  agreed yes well want wanted wants important easy easily easier better best greater greatest pretty kind worth worthy join joins
  party top hand feeling feel interest interested recommend recommended successful successfully clean desirable hopes winner
  champion champions stuck effective honestly frankly
`)

/**
 * Words that hold sentences together, in English and in other languages of letters. The moods are English ones: "die" is an article in German,
 * and a text with more of the others is not judged at all. Words that several languages share say nothing and are left out.
 */
export const ENGLISH_WORDS = words(`
  the to and of it i we you this that not for are with have my our your can if but from will or they there please how what when why has
  be at does did don't can't it's i'm we're
`)
export const OTHER_WORDS = words(`
  der das und ist nicht wir ich ein eine einen einem zu auf für den dem sie es wird werden haben leider seit bitte noch auch bei
  kein keine können kann unser unsere ihr ihre
  le les et nous vous pas une pour dans avec qui que ne sont notre votre merci depuis
  el los las por para una muy se nuestro nuestra gracias pero hola
  il che non sono della nel grazie siamo
  het een niet voor dat ook wij onze zijn
  não nosso obrigado
  nie się jest på och att inte är ikke og det
`)

/** After these, "like" is a verb with a heart. */
export const WHO_LIKES = words("i we they really i'd")

/** What people say to support, in points of the VADER scale (−4 to 4, added to the sum of the words). */
export const TICKET_PHRASES: readonly (readonly [phrase: string, points: number])[] = [
  ['third time', -1.9],
  ['fourth time', -2.1],
  ['every single time', -1.4],
  ['again and again', -1.6],
  ['yet again', -1.4],
  ['keeps happening', -1.6],
  ['still waiting', -1.8],
  ['still broken', -1.7],
  ['still not fixed', -1.8],
  ['still no', -1.4],
  ['no response', -1.7],
  ['no reply', -1.6],
  ['no answer', -1.5],
  ['nobody answered', -1.7],
  ['nobody replied', -1.7],
  ['not acceptable', -2.4],
  ['unusable', -2.2],
  ['fed up', -2.3],
  ['running out of patience', -2.4],
  ['losing patience', -2.3],
  ['lost confidence', -1.8],
  ['losing confidence', -1.8],
  ['lost faith', -1.8],
  ['costing us', -1.5],
  ['let down', -1.6],
  ['takes forever', -1.5],
  ['painfull', -1.8],
  ['works now', 1.5],
  ['working now', 1.4],
  ['working again', 1.4],
  ['works perfectly', 2],
  ['works like a charm', 2.4],
  ['well done', 2],
  ['quick response', 1.6],
  ['quick reply', 1.5],
  ['fast response', 1.5],
  ['much appreciated', 1.4],
  ['very helpful', 1.4],
]
