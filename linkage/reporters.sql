-- Firms and exchanges of which the lake holds events of the day: what they did not report can be said to be missing.
SELECT DISTINCT SUBSTRING(imid, POSITION(':' IN imid) + 1) AS reporter
FROM order_events
