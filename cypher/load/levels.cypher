// 按等级加第二个标签，供浏览器着色 / The level as a second label, for Browser to colour.
// Parameters: none. Columns: none. Cost: a scan of projects and companies, index on level.

// Project Red
MATCH (n:Project {level: 'red'})
WHERE NOT n:Red
REMOVE n:Orange:Yellow:Blue:Green
SET n:Red;

// Project Orange
MATCH (n:Project {level: 'orange'})
WHERE NOT n:Orange
REMOVE n:Red:Yellow:Blue:Green
SET n:Orange;

// Project Yellow
MATCH (n:Project {level: 'yellow'})
WHERE NOT n:Yellow
REMOVE n:Red:Orange:Blue:Green
SET n:Yellow;

// Project Blue
MATCH (n:Project {level: 'blue'})
WHERE NOT n:Blue
REMOVE n:Red:Orange:Yellow:Green
SET n:Blue;

// Project Green
MATCH (n:Project {level: 'green'})
WHERE NOT n:Green
REMOVE n:Red:Orange:Yellow:Blue
SET n:Green;

// Company Red
MATCH (n:Company {level: 'red'})
WHERE NOT n:Red
REMOVE n:Orange:Yellow:Blue:Green
SET n:Red;

// Company Orange
MATCH (n:Company {level: 'orange'})
WHERE NOT n:Orange
REMOVE n:Red:Yellow:Blue:Green
SET n:Orange;

// Company Yellow
MATCH (n:Company {level: 'yellow'})
WHERE NOT n:Yellow
REMOVE n:Red:Orange:Blue:Green
SET n:Yellow;

// Company Blue
MATCH (n:Company {level: 'blue'})
WHERE NOT n:Blue
REMOVE n:Red:Orange:Yellow:Green
SET n:Blue;

// Company Green
MATCH (n:Company {level: 'green'})
WHERE NOT n:Green
REMOVE n:Red:Orange:Yellow:Blue
SET n:Green;
