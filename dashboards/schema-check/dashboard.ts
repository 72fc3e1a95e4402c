// The JSON of a dashboard as Grafana's own types have it: every property known, every option one of its panel's.
// @grafana/schema leaves a panel's options, its custom field options and its queries open ("unknown"); here they are closed.
import type * as raw from '@grafana/schema/dist/types/raw/dashboard/x/dashboard_types.gen.d.ts';
import type * as barGauge from '@grafana/schema/dist/types/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen.d.ts';
import type * as gauge from '@grafana/schema/dist/types/raw/composable/gauge/panelcfg/x/GaugePanelCfg_types.gen.d.ts';
import type * as heatmap from '@grafana/schema/dist/types/raw/composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen.d.ts';
import type * as pieChart from '@grafana/schema/dist/types/raw/composable/piechart/panelcfg/x/PieChartPanelCfg_types.gen.d.ts';
import type * as stat from '@grafana/schema/dist/types/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen.d.ts';
import type * as stateTimeline from '@grafana/schema/dist/types/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen.d.ts';
import type * as table from '@grafana/schema/dist/types/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen.d.ts';
import type * as text from '@grafana/schema/dist/types/raw/composable/text/panelcfg/x/TextPanelCfg_types.gen.d.ts';
import type * as timeSeries from '@grafana/schema/dist/types/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen.d.ts';
import type { DataQuery, DataSourceRef } from '@grafana/schema';

// JSON has no enums: their values stand for them.
type Json<T> =
  T extends string ? `${T}`
  : T extends number ? (`${T}` extends `${infer N extends number}` ? N : never)
  : T extends boolean | null | undefined ? T
  : T extends Array<infer Item> ? Array<Json<Item>>
  : T extends object ? { [Key in keyof T]: Json<T[Key]> }
  : T;

type Replace<T, With> = Omit<T, keyof With> & With;

interface PrometheusQuery extends DataQuery {
  datasource: DataSourceRef;
  editorMode: 'code' | 'builder';
  expr: string;
  legendFormat: string;
  instant: boolean;
  range: boolean;
  format?: 'time_series' | 'table' | 'heatmap';
  exemplar?: boolean;
  interval?: string;
}

interface PrometheusAnnotation extends raw.AnnotationQuery {
  expr: string;
  step: string;
  titleFormat: string;
  textFormat: string;
  tagKeys: string;
}

// Of a field's options an override may set any, each by its path.
type Property<Standard, Custom> =
  | { [Key in keyof Standard & string]-?: { id: Key; value: Json<NonNullable<Standard[Key]>> } }[keyof Standard & string]
  | { [Key in keyof Custom & string]-?: { id: `custom.${Key}`; value: Json<NonNullable<Custom[Key]>> } }[keyof Custom & string];

type StandardField = Omit<raw.FieldConfig, 'custom'>;

interface Fields<Custom> {
  defaults: Json<StandardField> & { custom?: Json<Custom> };
  overrides: Array<{ matcher: { id: 'byName' | 'byRegexp'; options: string }; properties: Array<Property<StandardField, Custom>> }>;
}

type Panel<Type extends string, Options, Custom = Record<string, never>> = Replace<
  Json<raw.Panel>,
  {
    type: Type;
    id: number;
    title: string;
    description: string;
    gridPos: Json<raw.GridPos>;
    options: Json<Options>;
    fieldConfig: Fields<Custom>;
    targets: Array<Json<PrometheusQuery>>;
  }
>;

type AnyPanel =
  | Json<raw.RowPanel>
  | Panel<'timeseries', timeSeries.Options, timeSeries.FieldConfig>
  | Panel<'stat', stat.Options>
  | Panel<'table', table.Options, table.FieldConfig>
  | Panel<'bargauge', barGauge.Options>
  | Panel<'gauge', gauge.Options>
  | Panel<'heatmap', heatmap.Options, heatmap.FieldConfig>
  | Panel<'state-timeline', stateTimeline.Options, stateTimeline.FieldConfig>
  | Panel<'piechart', pieChart.Options, pieChart.FieldConfig>
  | Panel<'text', text.Options>;

export type Dashboard = Replace<
  Json<raw.Dashboard>,
  {
    id: null;
    uid: string;
    title: string;
    schemaVersion: 39 | 40 | 41 | 42;
    panels: AnyPanel[];
    annotations: { list: Array<Json<PrometheusAnnotation>> };
  }
>;
