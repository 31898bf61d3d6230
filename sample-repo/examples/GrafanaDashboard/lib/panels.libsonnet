// What the dashboards of the team have in common.
{
  timeseries(title, expr):: {
    type: 'timeseries',
    title: title,
    datasource: { type: 'prometheus', uid: 'metrics' },
    targets: [{ refId: 'A', expr: expr }],
  },

  // Two panels in a row, numbered from 1.
  grid(panels):: [
    panels[i] { id: i + 1, gridPos: { h: 8, w: 12, x: 12 * (i % 2), y: 8 * std.floor(i / 2) } }
    for i in std.range(0, std.length(panels) - 1)
  ],
}
