import type { ReactNode } from 'react'
import { Area, AreaChart, Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { CustomerPage } from '../../../views/customer-page.contract.ts'
import { dayWithDate, figure, plainDay } from '../../format.ts'
import { Panel } from '../../ui/panel.tsx'
import styles from './charts.module.css'

const HEIGHT = 176
const AXIS = { stroke: 'var(--line-2)', tickLine: false, tick: { fill: 'var(--text-3)', fontSize: 13 } } as const
// The last four weeks are what the change of usage is about, the four before are what it is held against.
const WEEKS_COMPARED = 4

/** Twelve weeks of health and of usage, each with the same in words for who does not see them. */
export function Charts({ page }: { readonly page: CustomerPage }) {
  return (
    <div className={styles.charts}>
      <Health page={page} />
      <Usage page={page} />
    </div>
  )
}

function Health({ page: { history, day } }: { readonly page: CustomerPage }) {
  const last = history.at(-1)
  if (!last) return <Empty title="Health, 12 weeks">The first analysis begins this line.</Empty>
  // What was found last holds until today.
  const points = last.on === day ? history : [...history, { ...last, on: day }]
  const first = points[0]
  const words = `Health was ${figure(first?.health ?? 0)} on ${dayWithDate(first?.on ?? day, day)} and is ${figure(last.health)} now.`
  return (
    <Panel title="Health, 12 weeks" aside={`${figure(Math.round(last.health))} now`}>
      <p className="unseen">{words}</p>
      <div className={styles.chart} aria-hidden="true">
        <ResponsiveContainer width="100%" height={HEIGHT}>
          <AreaChart
            accessibilityLayer={false}
            data={points.map(({ on, health }) => ({ at: Date.parse(on), on, health }))}
            margin={MARGIN}
          >
            <CartesianGrid vertical={false} stroke="var(--chart-grid)" />
            <XAxis
              {...AXIS}
              dataKey="at"
              type="number"
              domain={['dataMin', 'dataMax']}
              tickFormatter={(at: number) => plainDay(new Date(at).toISOString().slice(0, 10), day)}
              ticks={[Date.parse(points[0]?.on ?? day), Date.parse(day)]}
              interval="preserveStartEnd"
            />
            <YAxis {...AXIS} axisLine={false} width={32} domain={[0, 100]} ticks={[0, 50, 100]} />
            <Tooltip
              content={<Said say={({ on, health }) => `${plainDay(String(on), day)}: ${figure(Number(health))}`} />}
            />
            <Area
              type="stepAfter"
              dataKey="health"
              stroke="var(--chart-1)"
              strokeWidth={2}
              fill="var(--accent-soft)"
              isAnimationActive={false}
              dot={points.length <= 2 ? { r: 3, fill: 'var(--chart-1)', strokeWidth: 0 } : false}
            />
          </AreaChart>
        </ResponsiveContainer>
      </div>
    </Panel>
  )
}

function Usage({ page: { usage, usageChange, day } }: { readonly page: CustomerPage }) {
  if (!usage) return <Empty title="Usage, 12 weeks">No usage has been read of this customer yet.</Empty>
  const compared = usage.weeks.length - WEEKS_COMPARED
  const weeks = usage.weeks.map(({ from, mean }, index) => ({
    from,
    mean: mean ?? 0,
    fill: barColour(index, compared),
  }))
  const title = `${metricWords(usage.metric)}, mean of a day by week`
  return (
    <Panel title={title}>
      <p className="unseen">
        {usageChange === null
          ? 'There is no comparison yet.'
          : `The last four weeks changed by ${figure(Math.round(usageChange))} percent against the four before.`}
      </p>
      <div className={styles.chart} aria-hidden="true">
        <ResponsiveContainer width="100%" height={HEIGHT}>
          <BarChart accessibilityLayer={false} data={weeks} margin={MARGIN} barCategoryGap={4}>
            <CartesianGrid vertical={false} stroke="var(--chart-grid)" />
            <XAxis
              {...AXIS}
              dataKey="from"
              tickFormatter={(from: string) => plainDay(from, day)}
              ticks={[weeks[0]?.from ?? '', weeks[compared]?.from ?? '']}
              interval="preserveStartEnd"
            />
            <YAxis {...AXIS} axisLine={false} width={40} tickCount={4} />
            <Tooltip
              cursor={{ fill: 'var(--hover)' }}
              content={
                <Said say={({ from, mean }) => `Week of ${plainDay(String(from), day)}: ${figure(Number(mean))}`} />
              }
            />
            <Bar dataKey="mean" radius={[2, 2, 0, 0]} isAnimationActive={false} />
          </BarChart>
        </ResponsiveContainer>
      </div>
    </Panel>
  )
}

const MARGIN = { top: 8, right: 8, bottom: 0, left: 0 }

const barColour = (index: number, compared: number): string =>
  index >= compared ? 'var(--chart-1)' : index >= compared - WEEKS_COMPARED ? 'var(--chart-ink)' : 'var(--chart-mute)'

const metricWords = (metric: string): string => {
  const words = metric.replaceAll(/[-_]+/g, ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2')
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase()
}

type Point = Readonly<Record<string, unknown>>
type SaidProps = {
  readonly say: (point: Point) => string
  readonly active?: boolean
  readonly payload?: readonly { readonly payload?: Point }[]
}

function Said({ say, active, payload }: SaidProps) {
  const point = payload?.[0]?.payload
  return active && point ? <p className={styles.said}>{say(point)}</p> : null
}

function Empty({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Panel title={title}>
      <p className={styles.empty}>{children}</p>
    </Panel>
  )
}
