-- Replays the requests of a file, in turn: « length, line break, bytes », as tests/bench_load/wrk.py writes them.
-- wrk … URL -- FILE [once]: with « once » each is asked for a single time, all at the same moment, and it is then said.
local requests, is_once = {}, false
local at = -1  -- wrk asks for one request before it begins, to see what they look like

local function only_once()
   local answered = 0

   function response()
      answered = answered + 1
      if answered == #requests then
         io.write("answered\n")  -- wrk sleeps for as long as it was told to, unless it is interrupted
         io.flush()
      end
   end
end

function init(args)
   local file = assert(io.open(args[1], "rb"))
   local length = file:read("*l")
   while length do
      requests[#requests + 1] = file:read(tonumber(length))
      length = file:read("*l")
   end
   file:close()
   is_once = args[2] == "once"
   if is_once then only_once() end
end

function request()
   if is_once and at >= #requests then return "" end  -- nothing is sent, and the connection waits
   local raw = requests[at % #requests + 1]
   at = at + 1
   return raw
end

function done(summary, latency)
   local errors = summary.errors
   io.write(string.format(
      '\n{"requests": %d, "seconds": %f, "p50": %f, "p95": %f, "most": %f, "refused": %d, "broken": %d}\n',
      summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
      latency.max / 1e3, errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
