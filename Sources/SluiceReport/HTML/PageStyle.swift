/// The style sheet of pages: light, dark, phone and paper.
enum PageStyle {
  static var text: String {
    let light = SVGStyle.properties(.light) + ";" + lightSurfaces
    let dark = SVGStyle.properties(.dark) + ";" + darkSurfaces
    return ":root{\(light)}@media screen and (prefers-color-scheme:dark){:root{\(dark)}}"
      + layout + charts + SVGStyle.inline + phone + paper
  }

  private static let lightSurfaces = """
    --card:#f5f7f9;--good:#006b4f;--good-bg:#e3f4ee;--open:#7a4d00;--open-bg:#fdf1d8;\
    --bad:#a03a00;--bad-bg:#fdeae0
    """

  private static let darkSurfaces = """
    --card:#1c222a;--good:#6fe0bb;--good-bg:#12332a;--open:#f5cf7a;--open-bg:#3a2f14;\
    --bad:#ffb08a;--bad-bg:#402316
    """

  private static let layout = """
    *{box-sizing:border-box}\
    body{margin:0;background:var(--bg);color:var(--ink);line-height:1.5;\
    font-family:system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;font-size:16px}
    main{max-width:880px;margin:0 auto;padding:28px 24px 60px}
    h1{font-size:1.7rem;line-height:1.2;margin:0 0 4px;overflow-wrap:anywhere}
    h2{font-size:1.2rem;margin:40px 0 10px;padding-bottom:5px;border-bottom:1px solid var(--grid)}
    p{margin:10px 0;max-width:72ch}
    .remark{border-left:3px solid var(--grid);padding-left:12px}
    .subtitle,.note{color:var(--muted);font-size:.9rem}
    .verdict{font-size:1.15rem;font-weight:600;padding:14px 18px;border-radius:8px;\
    border-left:6px solid;max-width:none;margin:18px 0}
    .good{color:var(--good);background:var(--good-bg)}
    .open{color:var(--open);background:var(--open-bg)}
    .bad{color:var(--bad);background:var(--bad-bg)}
    dl{margin:12px 0}dd{margin:0}
    .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(128px,1fr));gap:10px}
    .figures div{background:var(--card);border-radius:8px;padding:10px 12px}
    .figures dt{color:var(--muted);font-size:.82rem}
    .figures dd{font-size:1.12rem;white-space:nowrap;font-weight:600;font-variant-numeric:tabular-nums}
    .facts div{display:grid;grid-template-columns:13rem 1fr;gap:12px;padding:4px 0;\
    border-bottom:1px solid var(--grid)}
    .facts dt{color:var(--muted)}
    .facts dd{overflow-wrap:anywhere}
    .glossary{columns:2;column-gap:32px}
    .glossary div{break-inside:avoid;margin-bottom:10px;font-size:.92rem}
    .glossary dt{font-weight:600}
    .scroll{overflow-x:auto;margin:12px 0}
    table{border-collapse:collapse;width:100%;font-size:.93rem;font-variant-numeric:tabular-nums}
    th,td{text-align:left;padding:6px 12px 6px 0;border-bottom:1px solid var(--grid);\
    white-space:nowrap;font-weight:400}
    thead th{color:var(--muted);font-size:.82rem;vertical-align:bottom}
    th.n,td.n{text-align:right;padding:6px 0 6px 14px}
    .n+:not(.n){padding-left:18px}
    tbody th{position:sticky;left:0;background:var(--bg)}
    .focus th,.focus td{background:var(--card)}
    .focus th{padding-left:8px}.focus td:last-child{padding-right:8px}
    strong{font-weight:700;border-bottom:2px solid var(--c2)}
    pre{background:var(--card);border-radius:8px;padding:12px 14px;font-size:.88rem;\
    white-space:pre-wrap;overflow-wrap:anywhere}

    """

  private static let charts = """
    figure{margin:22px 0;position:relative}
    figcaption{font-weight:600;margin-bottom:4px}
    .chart{display:block;width:100%;height:auto;touch-action:pan-y}
    .narrow{display:none}
    .key{cursor:pointer}.off{opacity:.3}.marks.off{display:none}
    .readout{position:absolute;pointer-events:none;background:var(--bg);color:var(--ink);\
    border:1px solid var(--grid);border-radius:6px;padding:5px 9px;font-size:.82rem;\
    box-shadow:0 2px 8px #0003;white-space:nowrap;font-variant-numeric:tabular-nums}
    .readout i{display:inline-block;width:.7em;height:.7em;border-radius:2px;margin-right:.5em;\
    background:currentColor}

    """

  private static let phone = """
    @media (max-width:620px){main{padding:18px 16px 40px}h1{font-size:1.4rem}\
    .wide{display:none}.narrow{display:block}.glossary{columns:1}\
    .figures{grid-template-columns:repeat(2,1fr)}.figures dd{font-size:1.1rem}\
    .facts div{grid-template-columns:1fr;gap:0}.verdict{font-size:1.05rem;padding:12px 14px}}
    """

  private static let paper = """
    @media print{main{max-width:none;padding:0}.wide{display:block}.narrow{display:none}\
    figure,table,.figures,tr{break-inside:avoid}h2{break-after:avoid}.scroll{overflow:visible}\
    body{font-size:11pt}table{font-size:8.5pt}th.n,td.n{padding-left:8px}}
    """
}
